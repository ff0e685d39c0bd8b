package io.tallybook.ingestion.usagelog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads ClickHouse's RowBinary.
 *
 * <p>Errors: IndexOutOfBoundsException where a value runs over the end, whatever length it claims.
 */
public final class RowBinaryReader {
    private static final VarHandle INT64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT_BITS_MAX = 63;

    private final byte[] bytes;
    private int position;

    public RowBinaryReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /** Bytes as a value with equals and hashCode; it is no text. */
    static String key(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    byte[] bytes() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public boolean hasNext() {
        return position < bytes.length;
    }

    public byte int8() {
        return bytes[position++];
    }

    public int uint16() {
        int value = Short.toUnsignedInt((short) INT16.get(bytes, position));
        position += Short.BYTES;
        return value;
    }

    public long int64() {
        long value = (long) INT64.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < VARINT_BITS_MAX; shift += 7) {
            byte b = bytes[position++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("a length of more than 63 bits at " + position);
    }

    public String string() {
        int length = length();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /** A text that is none, but bytes. */
    public byte[] binary() {
        int length = skipString();
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    public @Nullable String nullableString() {
        return int8() == 0 ? string() : null;
    }

    /** Goes past a string and returns its length in bytes. */
    public int skipString() {
        int length = length();
        position += length;
        return length;
    }

    public void skipNullableString() {
        if (int8() == 0) {
            skipString();
        }
    }

    /** The next {@code strings} strings as one value, see {@link UsageFrame#identity}. */
    public String key(int strings) {
        int from = position;
        for (int i = 0; i < strings; i++) {
            skipString();
        }
        return key(bytes, from, position);
    }

    private int length() {
        long length = varint();
        if (length > bytes.length - position) {
            throw new IndexOutOfBoundsException(length + " bytes claimed at " + position);
        }
        return (int) length;
    }
}
