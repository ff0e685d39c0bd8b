package io.tallybook.app.parts;

/** Where the parts are, wherever they run. */
public record Addresses(Postgres postgres, Kafka kafka, ClickHouse clickHouse) {
    /** A Postgres database. */
    public record Postgres(String host, int port, String database, String user, String password) {
        public String jdbcUrl() {
            // The batch rewrite makes one statement of many inserts; statements are prepared from
            // their first use.
            return "jdbc:postgresql://"
                    + host
                    + ":"
                    + port
                    + "/"
                    + database
                    + "?reWriteBatchedInserts=true&prepareThreshold=1&ApplicationName=tallybook";
        }
    }

    /** A Kafka cluster. */
    public record Kafka(String bootstrapServers, short replication) {}

    /** A ClickHouse server. */
    public record ClickHouse(String url, String database, String user, String password) {}
}
