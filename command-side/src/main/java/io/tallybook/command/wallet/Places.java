package io.tallybook.command.wallet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * At which places of a history names stand, of any number of names, in twelve bytes for each: only
 * a fingerprint of a name is kept, so whoever finds a place looks there whether it is meant.
 *
 * <p>A value: one more place makes another one, which shares what it can with the one before. The
 * fingerprints lie in sorted runs, each longer than the one after it; a new one joins the runs that
 * are no longer than itself. So there are no more runs than the binary logarithm of all places, and
 * each fingerprint is copied as often at most.
 */
final class Places {
    static final Places NONE = new Places(null);

    private final @Nullable Run last;

    private Places(@Nullable Run last) {
        this.last = last;
    }

    private static final class Run {
        final long[] names; // in order
        final int[] places; // of each
        final @Nullable Run before; // longer than this one

        Run(long[] names, int[] places, @Nullable Run before) {
            this.names = names;
            this.places = places;
            this.before = before;
        }

        int size() {
            return names.length;
        }

        boolean isSameAs(Run other) {
            return Arrays.equals(names, other.names) && Arrays.equals(places, other.places);
        }

        /** Both in one. */
        Run joined(Run later) {
            int size = size() + later.size();
            long[] allNames = new long[size];
            int[] allPlaces = new int[size];
            int mine = 0;
            int theirs = 0;
            for (int i = 0; i < size; i++) {
                boolean isMine =
                        theirs == later.size()
                                || (mine < size() && names[mine] <= later.names[theirs]);
                allNames[i] = isMine ? names[mine] : later.names[theirs];
                allPlaces[i] = isMine ? places[mine++] : later.places[theirs++];
            }
            return new Run(allNames, allPlaces, before);
        }

        /** The first of this name or of one behind it. */
        int first(long name) {
            int from = 0;
            int to = size();
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (names[middle] < name) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }
    }

    Places and(String name, int place) {
        Run run = new Run(new long[] {fingerprint(name)}, new int[] {place}, last);
        for (Run before = last; before != null && before.size() <= run.size(); ) {
            run = before.joined(run);
            before = run.before;
        }
        return new Places(run);
    }

    /** Where a name stands, and perhaps another by mistake; the latest first. */
    List<Integer> of(String name) {
        long wanted = fingerprint(name);
        List<Integer> found = new ArrayList<>();
        for (Run run = last; run != null; run = run.before) {
            for (int i = run.first(wanted); i < run.size() && run.names[i] == wanted; i++) {
                found.add(run.places[i]);
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }

    // Callers choose keys: nobody is to find many of one fingerprint, which would all be looked at.
    private static long fingerprint(String name) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Which runs there are follows from what came in, so equal histories have equal ones. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!(o instanceof Places other)) {
            return false;
        }
        Run mine = last;
        Run theirs = other.last;
        while (mine != null && theirs != null && mine.isSameAs(theirs)) {
            mine = mine.before;
            theirs = theirs.before;
        }
        return mine == null && theirs == null;
    }

    @Override
    public int hashCode() {
        return last == null ? 0 : Arrays.hashCode(last.names);
    }
}
