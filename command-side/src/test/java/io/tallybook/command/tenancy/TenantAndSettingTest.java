package io.tallybook.command.tenancy;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.BillingDetails;
import io.tallybook.core.tenancy.SettingCommand;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.tenancy.TenantId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantAndSettingTest {
    private static final TenantId TENANT = SCOPE.tenant();
    private static final Scope OWN = Scope.ofTenant(TENANT);
    private static final TenantDocument ACME = new TenantDocument("Acme", null, Map.of());
    private static final TenantDocument LTD = new TenantDocument("Acme Ltd", null, Map.of());
    private static final TenantEvent.Created CREATED = new TenantEvent.Created(TENANT, OWN, ACME);

    private static final SettingId SETTING = SettingId.of(ulid("setting"));
    private static final Map<String, String> VALUE = Map.of("requests_per_minute", "600");
    private static final SettingEvent.Changed CHANGED =
            new SettingEvent.Changed(SETTING, SCOPE, "rate_limit_config", VALUE);
    private static final SettingEvent.Cleared CLEARED = new SettingEvent.Cleared(SETTING);

    private final Spec<Tenant> tenant = Spec.of(Tenant.class);
    private final Spec<Setting> setting = Spec.of(Setting.class);

    private static TenantCommand.Update update(Scope scope, TenantDocument document) {
        return new TenantCommand.Update(TENANT, scope, NOW, document);
    }

    private static SettingCommand.Put put(Scope scope, Map<String, String> value) {
        return new SettingCommand.Put(SETTING, scope, NOW, "rate_limit_config", value);
    }

    @Test
    void aTenantIsMadeInItsOwnScope() {
        tenant.when(new TenantCommand.Create(TENANT, OWN, NOW, ACME)).happens(TENANT, CREATED);
        tenant.when(new TenantCommand.Create(TENANT, SCOPE, NOW, ACME)).isRefusedFor("scope");
        tenant.given(CREATED)
                .when(new TenantCommand.Create(TENANT, OWN, NOW, ACME))
                .nothingHappens(TENANT);
    }

    @Test
    void whatIsSaidOfATenantIsReplaced() {
        TenantEvent.Updated updated = new TenantEvent.Updated(TENANT, LTD);
        tenant.given(CREATED).when(update(OWN, LTD)).happens(TENANT, updated);
        tenant.given(CREATED, updated).when(update(OWN, LTD)).nothingHappens(TENANT);
        tenant.given(CREATED).when(update(OTHER_SCOPE, LTD)).isNotFound();
        tenant.given(CREATED)
                .when(update(OWN, new TenantDocument("", null, Map.of())))
                .isRefusedFor("name");
        tenant.given(CREATED)
                .when(
                        update(
                                OWN,
                                new TenantDocument(
                                        "Acme",
                                        new BillingDetails("x".repeat(256), null, null, null),
                                        Map.of())))
                .isRefusedFor("billing_details.email");
    }

    @Test
    void aSettingIsSetTakenBackAndSetAgain() {
        setting.when(put(SCOPE, VALUE)).happens(SETTING, CHANGED);
        setting.given(CHANGED).when(put(SCOPE, VALUE)).nothingHappens(SETTING);
        var clear = new SettingCommand.Clear(SETTING, SCOPE, NOW);
        setting.given(CHANGED).when(clear).happens(SETTING, CLEARED);
        setting.given(CHANGED, CLEARED).when(clear).nothingHappens(SETTING);
        setting.given(CHANGED, CLEARED).when(put(SCOPE, VALUE)).happens(SETTING, CHANGED);
    }

    @Test
    void aSettingOfAnotherScopeIsNotThere() {
        var clear = new SettingCommand.Clear(SETTING, OTHER_SCOPE, NOW);
        setting.given(CHANGED).when(put(OTHER_SCOPE, VALUE)).isNotFound();
        setting.given(CHANGED).when(clear).isNotFound();
        setting.given(CHANGED, CLEARED).when(put(OTHER_SCOPE, VALUE)).isNotFound();
        setting.given(CHANGED, CLEARED).when(clear).isNotFound();
    }
}
