package io.tallybook.ingestion.store;

/**
 * Where ClickHouse is.
 *
 * @param url {@code http://host:port} or https
 * @param database made at the first start
 */
public record StoreAddress(String url, String database, String user, String password) {
    /** Without the password: this ends up in logs. */
    @Override
    public String toString() {
        return user + "@" + url + "/" + database;
    }
}
