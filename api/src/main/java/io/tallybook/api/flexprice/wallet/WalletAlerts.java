package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.alert.AlertJson;
import io.tallybook.api.flexprice.alert.AlertRequest;
import io.tallybook.api.request.Fields;
import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsCommand;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsId;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The alert settings of wallets, which are settings of their own, shown and said with them. */
final class WalletAlerts {
    private final Dispatch dispatch;

    WalletAlerts(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Says when somebody is told of a wallet; what is absent stays. */
    Mono<Void> say(Call call, WalletId wallet, @Nullable AlertConfig config, Instant at) {
        if (config == null) {
            return Mono.empty();
        }
        AlertSettingsId fresh = AlertSettingsId.of(call.ids().next());
        return settings(call, List.of(wallet.value()))
                .map(
                        found -> {
                            AlertSettingsView before = found.get(wallet.value());
                            return before == null
                                    ? new AlertSettingsCommand.Create(
                                            fresh,
                                            call.scope(),
                                            at,
                                            new AlertSettingsDocument(
                                                    EntityType.WALLET,
                                                    wallet.value(),
                                                    null,
                                                    null,
                                                    config))
                                    : new AlertSettingsCommand.Update(
                                            before.id(), call.scope(), at, config);
                        })
                .flatMap(command -> dispatch.send(call, ViewKind.ALERT_SETTINGS, command))
                .then();
    }

    static @Nullable AlertConfig of(Fields in) {
        Fields given = in.optional("alert_settings").object();
        return given == null ? null : AlertRequest.config(given);
    }

    private Mono<Map<String, AlertSettingsView>> settings(Call call, List<String> wallets) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion("entity_id", Operator.IN, wallets),
                                new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                        List.of(),
                        1_000,
                        0);
        return dispatch.ask(
                        new AlertQuery.SearchSettings(call.scope(), theirs),
                        AlertQuery.Settings.class)
                .map(
                        page -> {
                            Map<String, AlertSettingsView> found = new HashMap<>();
                            page.items()
                                    .forEach(view -> found.put(view.settings().entityId(), view));
                            return found;
                        });
    }

    Mono<ObjectNode> into(Call call, ObjectNode wallet) {
        return into(call, List.of(wallet)).thenReturn(wallet);
    }

    /** Puts in when somebody is told of each wallet, and how its ongoing balance stands. */
    Mono<List<ObjectNode>> into(Call call, List<ObjectNode> wallets) {
        if (wallets.isEmpty()) {
            return Mono.just(wallets);
        }
        return of(call, wallets.stream().map(one -> one.path("id").asString()).toList())
                .doOnNext(watch -> wallets.forEach(watch::into))
                .thenReturn(wallets);
    }

    /** When somebody is told of these wallets, and how their ongoing balances stand. */
    Mono<Watch> of(Call call, List<String> wallets) {
        return Mono.zip(
                settings(call, wallets),
                dispatch.ask(
                                new AlertQuery.OfEntities(call.scope(), wallets),
                                AlertQuery.Alerts.class)
                        .map(WalletAlerts::levels),
                Watch::new);
    }

    private static Map<String, AlertLevel> levels(AlertQuery.Alerts alerts) {
        Map<String, AlertLevel> levels = new HashMap<>();
        alerts.items().stream()
                .filter(alert -> alert.subject().type() == AlertSubject.Type.LOW_ONGOING_BALANCE)
                .forEach(alert -> levels.put(alert.subject().settings().value(), alert.level()));
        return levels;
    }

    /**
     * @param settings by the wallet that they are of
     * @param levels by the settings that they are of
     */
    record Watch(Map<String, AlertSettingsView> settings, Map<String, AlertLevel> levels) {
        ObjectNode into(ObjectNode wallet) {
            AlertSettingsView own = settings.get(wallet.path("id").asString());
            if (own != null) {
                wallet.set("alert_settings", AlertJson.config(own.settings().config()));
                wallet.put(
                        "alert_state",
                        AlertJson.state(levels.getOrDefault(own.id().value(), AlertLevel.OK)));
            }
            return wallet;
        }
    }
}
