package io.tallybook.ingestion.usagelog;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes ClickHouse's RowBinary: little-endian numbers, strings and maps after their length. */
public final class RowBinaryWriter {
    private static final VarHandle INT64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT_BYTES_MAX = 10;

    private byte[] buffer;
    private int size;

    public RowBinaryWriter(int capacity) {
        this.buffer = new byte[capacity];
    }

    public void int8(byte value) {
        room(1);
        buffer[size++] = value;
    }

    public void int16(short value) {
        room(Short.BYTES);
        INT16.set(buffer, size, value);
        size += Short.BYTES;
    }

    public void int64(long value) {
        room(Long.BYTES);
        INT64.set(buffer, size, value);
        size += Long.BYTES;
    }

    /** Seven bits a byte, lowest first. */
    public void varint(long value) {
        room(VARINT_BYTES_MAX);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    public void string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    public void nullableString(@Nullable String value) {
        if (value == null) {
            int8((byte) 1);
        } else {
            int8((byte) 0);
            string(value);
        }
    }

    public void bytes(byte[] value) {
        varint(value.length);
        raw(value, 0, value.length);
    }

    /** Bytes that are RowBinary already. */
    public void raw(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, buffer, size, to - from);
        size += to - from;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** What has been written so far, without a copy: write nothing more while it is read. */
    public InputStream toInputStream() {
        return new ByteArrayInputStream(buffer, 0, size);
    }

    private void room(int bytes) {
        if (bytes > buffer.length - size) {
            int wanted = Math.addExact(size, bytes);
            buffer =
                    Arrays.copyOf(
                            buffer,
                            Math.max(
                                    wanted,
                                    (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
    }
}
