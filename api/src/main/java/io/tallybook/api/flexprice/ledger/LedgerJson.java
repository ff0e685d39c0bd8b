package io.tallybook.api.flexprice.ledger;

import io.tallybook.api.response.Json;
import io.tallybook.core.ledger.LedgerAccountView;
import io.tallybook.core.ledger.LedgerAudit;
import io.tallybook.core.ledger.LedgerEntryView;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Accounts, entries and the trial balance as they are shown. */
final class LedgerJson {

    private LedgerJson() {}

    static ObjectNode of(LedgerAccountView view) {
        return account(
                        Json.object()
                                .put("id", view.id())
                                .put("tenant_id", view.scope().tenant())
                                .put("environment_id", view.scope().environment()),
                        view.account())
                .put("debits", view.debits())
                .put("credits", view.credits())
                .put("balance", view.balance())
                .put("created_at", view.createdAt())
                .put("updated_at", view.updatedAt())
                .node();
    }

    private static Json account(Json json, Account account) {
        return json.put("kind", word(account.kind()))
                .put("side", account.kind().side().name().toLowerCase(Locale.ROOT))
                .put("owner_id", account.owner().isEmpty() ? null : account.owner())
                .put("unit", account.unit().code());
    }

    static String word(AccountKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static ObjectNode of(LedgerEntryView view) {
        return account(
                        Json.object().put("id", view.id()).put("account_id", view.accountId()),
                        view.account())
                .put("direction", view.amount().signum() > 0 ? "debit" : "credit")
                .put("amount", view.amount().abs())
                .put("transaction_id", view.entityId() + "@" + view.sequence())
                .put("entity_id", view.entityId())
                .put("event", view.event())
                .put("created_at", view.effectiveAt())
                .node();
    }

    static ObjectNode of(LedgerQuery.TrialBalance balance, @Nullable Instant asOf) {
        return Json.object()
                .put("as_of", asOf)
                .list("accounts", balance.lines(), LedgerJson::line)
                .list("totals", balance.totals(), LedgerJson::total)
                .put(
                        "balanced",
                        balance.totals().stream()
                                .allMatch(total -> difference(total).signum() == 0))
                .node();
    }

    static ObjectNode of(LedgerAudit audit) {
        return Json.object()
                .put("audited_at", audit.endedAt())
                .put("compared", audit.compared())
                .put("folded", audit.folded())
                .list("differences", audit.differences(), LedgerJson::difference)
                .node();
    }

    static ObjectNode notAudited() {
        return Json.object()
                .nulls("audited_at")
                .put("compared", 0)
                .put("folded", 0)
                .list("differences", List.<LedgerAudit.Difference>of(), LedgerJson::difference)
                .node();
    }

    private static ObjectNode difference(LedgerAudit.Difference one) {
        return Json.object()
                .put("where", one.where())
                .put("entity_id", one.id())
                .put("sequence", one.sequence())
                .put("stored", one.stored())
                .put("expected", one.expected())
                .node();
    }

    private static ObjectNode line(LedgerQuery.Line line) {
        BigDecimal debit = line.debits().subtract(line.credits());
        return Json.object()
                .put("kind", word(line.kind()))
                .put("side", line.kind().side().name().toLowerCase(Locale.ROOT))
                .put("unit", line.unit().code())
                .put("accounts", line.accounts())
                .put("debits", line.debits())
                .put("credits", line.credits())
                .put("balance", line.kind().side().growsByDebits() ? debit : debit.negate())
                .node();
    }

    private static ObjectNode total(LedgerQuery.Total total) {
        return Json.object()
                .put("unit", total.unit().code())
                .put("debits", total.debits())
                .put("credits", total.credits())
                .put("difference", difference(total))
                .node();
    }

    private static BigDecimal difference(LedgerQuery.Total total) {
        return total.debits().subtract(total.credits());
    }
}
