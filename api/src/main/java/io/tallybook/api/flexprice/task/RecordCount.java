package io.tallybook.api.flexprice.task;

/** Counts the records of a file while it comes in, as the reader of such files would. */
final class RecordCount {
    private final Task.FileType type;
    private long lines;
    private boolean quoted;
    private boolean blank = true;

    RecordCount(Task.FileType type) {
        this.type = type;
    }

    void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            switch (bytes[i]) {
                case '"' -> {
                    quoted ^= type == Task.FileType.CSV;
                    blank = false;
                }
                case '\n' -> {
                    if (!quoted) {
                        lines += blank ? 0 : 1;
                        blank = true;
                    }
                }
                case '\r', ' ', '\t' -> {}
                default -> blank = false;
            }
        }
    }

    /** How many there are; the line that names the columns is none. */
    long records() {
        long all = lines + (blank ? 0 : 1);
        return type == Task.FileType.CSV ? Math.max(0, all - 1) : all;
    }
}
