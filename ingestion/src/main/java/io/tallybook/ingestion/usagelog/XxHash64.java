package io.tallybook.ingestion.usagelog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash of that name with seed 0, as ClickHouse's {@code xxHash64} works it out. */
public final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    public static long of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Of the bytes from {@code from} on, before {@code to}. */
    static long of(byte[] bytes, int from, int to) {
        int length = to - from;
        int end = from + length / STRIPE_BYTES * STRIPE_BYTES;
        long hash = end == from ? P5 : stripes(bytes, from, end);
        return avalanche(tail(hash + length, bytes, end, to));
    }

    private static long stripes(byte[] bytes, int from, int end) {
        long a = 0x60EA27EEADC0B5D6L; // P1 + P2, which overflows
        long b = P2;
        long c = 0;
        long d = -P1;
        for (int i = from; i < end; i += STRIPE_BYTES) {
            a = round(a, (long) LONG.get(bytes, i));
            b = round(b, (long) LONG.get(bytes, i + 8));
            c = round(c, (long) LONG.get(bytes, i + 16));
            d = round(d, (long) LONG.get(bytes, i + 24));
        }
        long hash =
                Long.rotateLeft(a, 1)
                        + Long.rotateLeft(b, 7)
                        + Long.rotateLeft(c, 12)
                        + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(hash, a), b), c), d);
    }

    private static long tail(long start, byte[] bytes, int from, int to) {
        long hash = start;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(bytes, i)), 27) * P1 + P4;
        }
        if (i + Integer.BYTES <= to) {
            long word = Integer.toUnsignedLong((int) INT.get(bytes, i));
            hash = Long.rotateLeft(hash ^ (word * P1), 23) * P2 + P3;
            i += Integer.BYTES;
        }
        for (; i < to; i++) {
            hash = Long.rotateLeft(hash ^ (Byte.toUnsignedLong(bytes[i]) * P5), 11) * P1;
        }
        return hash;
    }

    private static long avalanche(long start) {
        long hash = start;
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * P2, 31) * P1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * P1 + P4;
    }
}
