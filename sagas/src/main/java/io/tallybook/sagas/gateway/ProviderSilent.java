package io.tallybook.sagas.gateway;

/** A provider did not answer: nobody knows whether money was moved. */
public final class ProviderSilent extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProviderSilent(String message) {
        super(message);
    }
}
