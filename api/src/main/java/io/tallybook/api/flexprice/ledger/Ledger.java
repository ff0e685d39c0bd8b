package io.tallybook.api.flexprice.ledger;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.ledger.LedgerAccountId;
import io.tallybook.core.ledger.LedgerAccountView;
import io.tallybook.core.ledger.LedgerAudit;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.domain.ledger.AccountKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of the ledger: it is only read, since it follows from the events. */
@RestController
@RequestMapping("/v1/ledger")
public final class Ledger {

    private static final Map<String, String> KINDS =
            Arrays.stream(AccountKind.values())
                    .collect(Collectors.toMap(LedgerJson::word, Enum::name));

    private static final Searchable ACCOUNT_FIELDS =
            new Searchable()
                    .words("kind", "kind", KINDS)
                    .text("owner_id", "owner_id")
                    .text("unit", "unit");

    private static final Searchable ENTRY_FIELDS =
            new Searchable().text("entity_id", "entity_id").text("event", "event");

    private static final Choice<List<String>> KIND =
            Choice.of(
                    KINDS.entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, each -> List.of(each.getValue()))));

    private final Dispatch dispatch;

    public Ledger(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** What is on the accounts of each kind and unit, now or at {@code as_of}. */
    @GetMapping("/trial-balance")
    Mono<ResponseEntity<byte[]>> trialBalance(Call call, Params params) {
        Instant asOf = params.optional("as_of").instant();
        params.check();
        return dispatch.ask(
                        new LedgerQuery.Balances(call.scope(), asOf),
                        LedgerQuery.TrialBalance.class)
                .map(balance -> Answer.ok(LedgerJson.of(balance, asOf)));
    }

    /** What the last audit found that does not follow from the events. */
    @GetMapping("/audit")
    Mono<ResponseEntity<byte[]>> audit(Call call) {
        return dispatch.find(new LedgerQuery.LastAudit(call.scope()), LedgerAudit.class)
                .map(audit -> Answer.ok(LedgerJson.of(audit)))
                .switchIfEmpty(Mono.fromSupplier(() -> Answer.ok(LedgerJson.notAudited())));
    }

    @GetMapping("/accounts")
    Mono<ResponseEntity<byte[]>> accounts(Call call, Params params) {
        var criteria =
                new Criteria(params)
                        .anyWord("kind", "kind", KIND)
                        .one("owner_id", "owner_id")
                        .one("unit", "unit");
        ListRequest request = ListRequest.ofAnyStatus(params, ACCOUNT_FIELDS, criteria);
        return dispatch.ask(
                        new LedgerQuery.SearchAccounts(call.scope(), request.spec()),
                        LedgerQuery.Accounts.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                account -> LedgerJson.of(account))));
    }

    @GetMapping("/accounts/{id}")
    Mono<ResponseEntity<byte[]>> account(Call call, @PathVariable("id") String id, Params params) {
        Instant asOf = params.optional("as_of").instant();
        params.check();
        return found(call, id, asOf).map(view -> Answer.ok(LedgerJson.of(view)));
    }

    private Mono<LedgerAccountView> found(Call call, String id, @Nullable Instant asOf) {
        LedgerAccountId account = Named.id("ledger account", id, LedgerAccountId::new);
        return dispatch.find(
                        new LedgerQuery.AccountById(call.scope(), account, asOf),
                        LedgerAccountView.class)
                .switchIfEmpty(Named.missing("ledger account", id));
    }

    /** What was posted to an account, up to {@code as_of} if it is given. */
    @GetMapping("/accounts/{id}/entries")
    Mono<ResponseEntity<byte[]>> entries(Call call, @PathVariable("id") String id, Params params) {
        var criteria =
                new Criteria(params)
                        .until("as_of", "created_at")
                        .one("entity_id", "entity_id")
                        .one("event", "event");
        ListRequest request = ListRequest.ofAnyStatus(params, ENTRY_FIELDS, criteria);
        return found(call, id, null)
                .flatMap(
                        account ->
                                dispatch.ask(
                                        new LedgerQuery.EntriesOf(
                                                call.scope(), account.id(), request.spec()),
                                        LedgerQuery.Entries.class))
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                entry -> LedgerJson.of(entry))));
    }
}
