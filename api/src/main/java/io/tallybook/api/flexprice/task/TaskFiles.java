package io.tallybook.api.flexprice.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** The files of tasks, kept in parts in the database until they are imported. Blocks. */
final class TaskFiles {
    private static final int PART_BYTES = 1024 * 1024;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final TaskStore store;
    private final long bytesMax;

    /**
     * @param bytesMax the largest file, unpacked
     */
    TaskFiles(TaskStore store, long bytesMax) {
        this.store = store;
        this.bytesMax = bytesMax;
    }

    /** Told after each part that was kept. */
    interface Watch {
        void kept() throws IOException;
    }

    /** Keeps what {@code in} gives, unpacked, in the place of what was kept before. */
    void keep(TaskId id, Task.FileType type, InputStream in, Watch watch)
            throws IOException, BrokenFile {
        RecordCount count = new RecordCount(type);
        int parts = 0;
        long size = 0;
        try (InputStream text = unpacked(in)) {
            byte[] part = text.readNBytes(PART_BYTES);
            while (part.length > 0) {
                size += part.length;
                if (size > bytesMax) {
                    throw new BrokenFile(
                            "the file is larger than %d bytes; split it".formatted(bytesMax));
                }
                count.add(part, part.length);
                store.addPart(id, parts, part).block();
                parts++;
                watch.kept();
                part = text.readNBytes(PART_BYTES);
            }
        }
        store.complete(id, parts, count.records()).block();
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        PushbackInputStream ahead = new PushbackInputStream(in, 2);
        byte[] start = ahead.readNBytes(2);
        ahead.unread(start);
        boolean packed =
                start.length == 2
                        && (start[0] & 0xff) == GZIP_FIRST
                        && (start[1] & 0xff) == GZIP_SECOND;
        return packed ? new GZIPInputStream(ahead) : ahead;
    }

    /** What was kept. */
    InputStream open(TaskId id) {
        return new Parts(id);
    }

    private final class Parts extends InputStream {
        private final TaskId id;
        private byte[] part = new byte[0];
        private int at;
        private int next;

        Parts(TaskId id) {
            this.id = id;
        }

        private boolean hasMore() {
            if (at == part.length && next >= 0) {
                byte[] following = store.part(id, next).block();
                next = following == null ? -1 : next + 1;
                part = following == null ? new byte[0] : following;
                at = 0;
            }
            return at < part.length;
        }

        @Override
        public int read() {
            return hasMore() ? part[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (!hasMore()) {
                return -1;
            }
            int size = Math.min(length, part.length - at);
            System.arraycopy(part, at, into, offset, size);
            at += size;
            return size;
        }
    }
}
