package io.tallybook.api.flexprice.event;

import io.tallybook.api.response.Json;
import io.tallybook.core.usage.UsageAccounts;
import java.time.Instant;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.ObjectNode;

/** What came in and what became of it, as JSON. */
final class AccountsJson {

    private AccountsJson() {}

    static ObjectNode of(UsageAccounts accounts, Instant from, Instant to) {
        return Json.object()
                .put("from", from)
                .put("to", to)
                .list("items", accounts.lines(), AccountsJson::line)
                .put("received", sum(accounts, UsageAccounts.Line::received))
                .put("stored", sum(accounts, UsageAccounts.Line::stored))
                .put("repeated", sum(accounts, UsageAccounts.Line::repeated))
                .put("conflicting", sum(accounts, UsageAccounts.Line::conflicting))
                .put("rejected", sum(accounts, UsageAccounts.Line::rejected))
                .put("set_aside", accounts.setAside())
                .put("unexplained", accounts.unexplained())
                .put("checked_up_to", accounts.checkedUpTo())
                .node();
    }

    private static ObjectNode line(UsageAccounts.Line line) {
        return Json.object()
                .put("hour", line.hour())
                .put("source", line.source())
                .put("received", line.received())
                .put("stored", line.stored())
                .put("repeated", line.repeated())
                .put("conflicting", line.conflicting())
                .put("rejected", line.rejected())
                .node();
    }

    private static long sum(UsageAccounts accounts, ToLongFunction<UsageAccounts.Line> figure) {
        return accounts.lines().stream().mapToLong(figure).sum();
    }
}
