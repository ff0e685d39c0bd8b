package io.tallybook.query.catalogue;

/** The processor that keeps the views of the catalogue. */
public final class CatalogueProcessor {
    public static final String NAME = "projection.catalogue";

    private CatalogueProcessor() {}
}
