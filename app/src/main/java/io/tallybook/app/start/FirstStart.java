package io.tallybook.app.start;

import io.tallybook.api.auth.NewKey;
import io.tallybook.api.flexprice.access.Owner;
import io.tallybook.core.AwaitView;
import io.tallybook.core.Command;
import io.tallybook.core.Meta;
import io.tallybook.core.Receipt;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.tenancy.TenantView;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Makes the first tenant, with a live and a sandbox environment and a key to each.
 *
 * <p>It looks first whether there is an environment already, and repeats harmlessly when it was cut
 * off half-way: its ids are derived, and keys are made anew, for nobody has seen those that were
 * never printed.
 */
public final class FirstStart {
    private static final long VIEW_WAIT_MILLIS_MAX = 60_000;

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final Clock machine;
    private final SecureRandom random = new SecureRandom();

    public FirstStart(CommandGateway commands, QueryGateway queries, Clock machine) {
        this.commands = commands;
        this.queries = queries;
        this.machine = machine;
    }

    /** The keys of the first start; empty of them when it was not the first. */
    public sealed interface Outcome {}

    /** It was the first start. */
    public record Made(String sandboxKey, String liveKey) implements Outcome {}

    /** There was a tenant already, and a key was chosen that it did not know. */
    public record KeyAdded(String sandboxKey) implements Outcome {}

    /** There was a tenant already. */
    public record AlreadyThere() implements Outcome {}

    /**
     * @param chosenKey the key of the sandbox, or empty to have one made
     */
    public Outcome run(String chosenKey) {
        Instant now = machine.instant().truncatedTo(ChronoUnit.MICROS);
        if (!hasTenant()) {
            makeTenant(now);
        }
        if (isDone()) {
            return known(chosenKey) ? new AlreadyThere() : added(chosenKey.strip(), now);
        }
        NewKey live = NewKey.of(EnvironmentMode.LIVE, random);
        NewKey sandbox =
                chosenKey.isBlank()
                        ? NewKey.of(EnvironmentMode.SANDBOX, random)
                        : new NewKey(chosenKey.strip());
        make(scope("live"), "live", EnvironmentMode.LIVE, live, now);
        // The sandbox comes last: once it can be seen, everything has been made.
        make(scope("sandbox"), "sandbox", EnvironmentMode.SANDBOX, sandbox, now);
        return new Made(sandbox.text(), live.text());
    }

    private boolean hasTenant() {
        return queries.query(
                        new TenancyQuery.TenantById(scope("live").tenant()),
                        ResponseTypes.optionalInstanceOf(TenantView.class))
                .join()
                .isPresent();
    }

    /** The owner comes first: once the tenant can be seen, both have been made. */
    private void makeTenant(Instant now) {
        TenantId tenant = scope("live").tenant();
        Scope scope = Scope.ofTenant(tenant);
        UserDocument owner =
                new UserDocument(
                        UserType.USER,
                        new UserProfile(null, "Owner"),
                        List.of(BuiltInRole.SUPER_ADMIN.wire()),
                        Map.of());
        send(ViewKind.USER, new UserCommand.Create(Owner.of(tenant), scope, now, owner));
        send(
                ViewKind.TENANT,
                new TenantCommand.Create(
                        tenant, scope, now, new TenantDocument("Tallybook", null, Map.of())));
    }

    private boolean isDone() {
        return queries
                .query(
                        new TenancyQuery.AllEnvironments(),
                        ResponseTypes.instanceOf(TenancyQuery.Environments.class))
                .join()
                .items()
                .stream()
                .anyMatch(environment -> environment.mode() == EnvironmentMode.SANDBOX);
    }

    private boolean known(String key) {
        return key.isBlank()
                || queries.query(
                                new TenancyQuery.ByApiKey(new NewKey(key.strip()).sha256()),
                                ResponseTypes.optionalInstanceOf(TenancyQuery.Principal.class))
                        .join()
                        .isPresent();
    }

    private Outcome added(String key, Instant now) {
        issue(scope("sandbox"), "chosen", new NewKey(key), now);
        return new KeyAdded(key);
    }

    private void make(Scope scope, String name, EnvironmentMode mode, NewKey key, Instant now) {
        issue(scope, name, key, now);
        send(
                ViewKind.ENVIRONMENT,
                new EnvironmentCommand.Create(scope.environment(), scope, now, name, mode));
    }

    private void issue(Scope scope, String name, NewKey key, Instant now) {
        ApiKeyId id = ApiKeyId.of(Ulid.derived(now, scope.environment().value(), key.sha256()));
        send(
                ViewKind.API_KEY,
                new ApiKeyCommand.Issue(id, scope, now, name, key.sha256(), key.hint()));
    }

    /**
     * The first start is the only one, so it names its tenant and its environments by constants.
     */
    private static Scope scope(String environment) {
        return new Scope(
                TenantId.of(Ulid.derived(Instant.EPOCH, "first-tenant")),
                EnvironmentId.of(Ulid.derived(Instant.EPOCH, "first-tenant", environment)));
    }

    /** Returns when the views show it: whoever is given a key may use it at once. */
    private void send(ViewKind kind, Command command) {
        Receipt receipt =
                commands.sendAndWait(
                        new GenericCommandMessage<>(
                                command, Map.of(Meta.ACTOR, "process:first-start")));
        boolean shown =
                queries.query(
                                new AwaitView(
                                        kind,
                                        receipt.id(),
                                        receipt.version(),
                                        VIEW_WAIT_MILLIS_MAX),
                                ResponseTypes.instanceOf(Boolean.class))
                        .join();
        if (!shown) {
            throw new IllegalStateException(
                    kind
                            + " "
                            + receipt.id()
                            + " did not show in its view within "
                            + VIEW_WAIT_MILLIS_MAX
                            + " ms");
        }
    }
}
