package io.tallybook.query.tenancy;

/** The processor that keeps the views of tenancy. */
public final class TenancyProcessor {
    public static final String NAME = "projection.tenancy";

    private TenancyProcessor() {}
}
