package io.tallybook.core.usage;

import io.tallybook.core.Rejection;

/** An amendment cannot be made or changed as asked. */
public class AmendmentRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    public AmendmentRefused(Rejection rejection) {
        super(rejection.message());
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
