package io.tallybook.ingestion.store;

import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The store's tables, version by version, from the .sql files beside this class.
 *
 * <p>ClickHouse has no transactions over statements, so every statement must bear being repeated
 * ({@code IF NOT EXISTS}): a start that was killed half-way, or two at once, end at the same
 * tables. A file that was applied is never changed again.
 */
final class StoreMigrations {
    private static final List<String> FILES =
            List.of(
                    "V1__usage.sql",
                    "V2__accounts.sql",
                    "V10__rollups.sql",
                    "V11__amendments.sql",
                    "V20__rejected.sql",
                    "V30__refused.sql",
                    "V40__archived.sql");
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(\\n|$)");
    private static final String TABLE = "store_migration";

    private final UsageStore store;

    StoreMigrations(UsageStore store) {
        this.store = store;
    }

    void apply() {
        store.executeOutsideOfDatabase(
                "CREATE DATABASE IF NOT EXISTS " + Sql.name(store.address().database()));
        store.execute(
                """
                CREATE TABLE IF NOT EXISTS store_migration
                    (file String, sha256 String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
                ENGINE = ReplacingMergeTree ORDER BY (file, sha256)
                """);
        Map<String, String> applied = applied();
        for (String file : FILES) {
            String sql = text(file);
            String digest = sha256(sql);
            String known = applied.get(file);
            if (known == null) {
                STATEMENT_END.splitAsStream(sql).filter(s -> !s.isBlank()).forEach(store::execute);
                record(file, digest);
            } else if (!known.equals(digest)) {
                throw new IllegalStateException(
                        "migration "
                                + file
                                + " was changed after it had been applied: sha256 was "
                                + known
                                + ", is "
                                + digest);
            }
        }
    }

    private Map<String, String> applied() {
        RowBinaryReader rows = store.query("SELECT file, sha256 FROM " + TABLE);
        Map<String, String> applied = new HashMap<>();
        while (rows.hasNext()) {
            applied.put(rows.string(), rows.string());
        }
        return applied;
    }

    private void record(String file, String digest) {
        RowBinaryWriter row = new RowBinaryWriter(128);
        row.string(file);
        row.string(digest);
        store.insert(TABLE, List.of("file", "sha256"), row);
    }

    private static String text(String file) {
        try (InputStream in = StoreMigrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("migration " + file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("migration " + file, e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
