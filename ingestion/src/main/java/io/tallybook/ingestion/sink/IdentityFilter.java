package io.tallybook.ingestion.sink;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of an identity that it is certainly new, or that it may be known: a Bloom filter whose eight
 * bits per identity lie in one cache line. It is off the heap: with many identities it is by far
 * the largest thing that the process holds.
 *
 * <p>Nearly all usage is new, and asking the store about each event costs more than storing it.
 * Only what may be known is asked about, so a wrong "may be" costs a question and never an event.
 */
final class IdentityFilter {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityFilter.class);
    private static final int WORDS_PER_BLOCK = 8;
    private static final int BITS_PER_IDENTITY = 12;
    private static final int BLOCK_BITS = WORDS_PER_BLOCK * Long.SIZE;
    private static final long IDENTITIES_MIN = 100_000;
    private static final long BYTES_PER_BLOCK = WORDS_PER_BLOCK * (long) Long.BYTES;
    private static final long BLOCKS_MAX = 384L * 1024 * 1024 / BYTES_PER_BLOCK;

    private final MemorySegment words;
    private final long blocks;
    private final long capacity;
    private long added;

    /** For {@code expected} identities; beyond 384 MB it does not grow but is wrong more often. */
    IdentityFilter(long expected) {
        // Given back once nobody refers to it.
        this(expected, bytes -> Arena.ofAuto().allocate(bytes, BYTES_PER_BLOCK));
    }

    /**
     * The same, where there may be less memory: then it is smaller, and wrong more often.
     *
     * @param memory of so many bytes, or OutOfMemoryError
     */
    IdentityFilter(long expected, LongFunction<MemorySegment> memory) {
        long wanted = Math.max(IDENTITIES_MIN, expected) * BITS_PER_IDENTITY / BLOCK_BITS + 1;
        this.words = allocated(Math.min(wanted, BLOCKS_MAX), memory);
        this.blocks = words.byteSize() / BYTES_PER_BLOCK;
        this.capacity = blocks < wanted ? Long.MAX_VALUE : Math.max(IDENTITIES_MIN, expected);
    }

    private static MemorySegment allocated(long most, LongFunction<MemorySegment> memory) {
        long blocks = most;
        while (true) {
            try {
                return memory.apply(blocks * BYTES_PER_BLOCK);
            } catch (OutOfMemoryError e) {
                if (blocks < 2) {
                    throw e;
                }
                LOG.warn(
                        "no {} MB for the identities that are known, half of it has to do: more"
                                + " events are looked up. -XX:MaxDirectMemorySize gives more",
                        blocks * BYTES_PER_BLOCK / 1_000_000,
                        e);
                blocks /= 2;
            }
        }
    }

    void add(long hash) {
        long start = start(hash);
        for (int i = 0; i < WORDS_PER_BLOCK; i++) {
            words.setAtIndex(JAVA_LONG, start + i, word(start, i) | bit(hash, i));
        }
        added++;
    }

    boolean mayKnow(long hash) {
        long start = start(hash);
        for (int i = 0; i < WORDS_PER_BLOCK; i++) {
            if ((word(start, i) & bit(hash, i)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it holds more than it was made for, and a larger one would be right more often. */
    boolean isFull() {
        return added > capacity;
    }

    long added() {
        return added;
    }

    /** The upper half of the hash chooses the block, the lower half the bits in it. */
    private long start(long hash) {
        long upper = hash >>> 32;
        return ((upper * blocks) >>> 32) * WORDS_PER_BLOCK;
    }

    private long word(long start, int index) {
        return words.getAtIndex(JAVA_LONG, start + index);
    }

    private static long bit(long hash, int word) {
        // Six bits of a different mixture for each word.
        long mixed = (hash & 0xFFFFFFFFL) * (0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L * word * 2);
        return 1L << (mixed >>> 58);
    }
}
