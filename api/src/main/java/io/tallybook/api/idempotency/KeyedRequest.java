package io.tallybook.api.idempotency;

/**
 * A request with an idempotency key: whose it is, where it goes, and the digest of what it carries.
 */
record KeyedRequest(String tenant, String environment, String key, String route, String digest) {}
