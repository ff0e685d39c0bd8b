package io.tallybook.api.flexprice.access;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Scope;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** How many users and environments a tenant may have: what {@code tenant_config} says, if set. */
public final class TenantLimits {

    private final Dispatch dispatch;

    public TenantLimits(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Completes if there is room. Errors: ProblemException (400) naming the setting. */
    Mono<Void> oneMoreUser(Call call) {
        Scope scope = call.caller().tenantScope();
        var all =
                new SearchSpec(
                        List.of(new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                        List.of(),
                        1,
                        0);
        return setting(call)
                .filter(config -> config.containsKey("max_users"))
                .flatMap(
                        config ->
                                dispatch.ask(
                                                new AccessQuery.SearchUsers(scope, List.of(), all),
                                                AccessQuery.Users.class)
                                        .doOnNext(
                                                users -> room(config, "max_users", users.total())))
                .then();
    }

    /** Completes if there is room. Errors: ProblemException (400) naming the setting. */
    public Mono<Void> oneMoreEnvironment(Call call, EnvironmentMode mode) {
        String name =
                switch (mode) {
                    case LIVE -> "max_production_environments";
                    case SANDBOX -> "max_development_environments";
                };
        return setting(call)
                .filter(config -> config.containsKey(name))
                .flatMap(
                        config ->
                                dispatch.ask(
                                                new TenancyQuery.EnvironmentsOf(
                                                        call.scope().tenant()),
                                                TenancyQuery.Environments.class)
                                        .doOnNext(
                                                found ->
                                                        room(
                                                                config,
                                                                name,
                                                                found.items().stream()
                                                                        .filter(
                                                                                e ->
                                                                                        e.mode()
                                                                                                == mode)
                                                                        .count())))
                .then();
    }

    private Mono<Map<String, String>> setting(Call call) {
        return dispatch.find(
                        new TenancyQuery.SettingOf(call.caller().tenantScope(), SettingKeys.TENANT),
                        SettingView.class)
                .map(SettingView::value);
    }

    private static void room(Map<String, String> config, String name, long there) {
        String most = config.get(name);
        if (most != null && there >= Long.parseLong(most)) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "%s: %s are allowed, and there are %d".formatted(name, most, there),
                            Map.of("setting", SettingKeys.TENANT, "field", name))
                    .asException();
        }
    }
}
