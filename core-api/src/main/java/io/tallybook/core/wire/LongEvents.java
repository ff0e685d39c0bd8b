package io.tallybook.core.wire;

import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.axonframework.serialization.SerializedType;

/**
 * Long events as they were last written or read, as far as there is memory for them: a dozen
 * processors read each one, and to read a subscription of thousands of lines takes as long as to
 * invoice it.
 *
 * <p>An event is known by its name, its version and the SHA-256 of what is stored of it, so that
 * what is handed out is what would have been read. Events do not change: one is for everybody.
 */
final class LongEvents {
    /** What is shorter is read as fast as it is looked up. */
    private static final int LONG = 256 * 1024;

    private final Map<String, SoftReference<Object>> known = new ConcurrentHashMap<>();

    static boolean isLong(Object stored) {
        return stored instanceof byte[] bytes && bytes.length >= LONG;
    }

    /** It has just been written so. */
    void written(SerializedType type, byte[] stored, Object event) {
        known.put(name(type, stored), new SoftReference<>(event));
        forget();
    }

    /** Whoever asks for the same while it is being read waits for it. */
    Object read(SerializedType type, byte[] stored, Supplier<Object> read) {
        forget();
        Object[] found = new Object[1]; // held strongly until it is handed out
        known.compute(
                name(type, stored),
                (_, before) -> {
                    Object event = before == null ? null : before.get();
                    found[0] = event == null ? read.get() : event;
                    return event == null ? new SoftReference<>(found[0]) : before;
                });
        return found[0];
    }

    private void forget() {
        known.values().removeIf(event -> event.get() == null);
    }

    private static String name(SerializedType type, byte[] stored) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored);
            return type.getName()
                    + '/'
                    + type.getRevision()
                    + '/'
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java has it
        }
    }
}
