package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import java.util.List;

/** What can be asked about tenancy. */
public sealed interface TenancyQuery {
    /** Who a key belongs to; answered with an optional {@link Principal}. */
    record ByApiKey(String sha256) implements TenancyQuery {}

    /** The environment of a scope; answered with an optional {@link EnvironmentView}. */
    record EnvironmentOf(Scope scope) implements TenancyQuery {}

    /** Every environment there is; answered with {@link Environments}. */
    record AllEnvironments() implements TenancyQuery {}

    /** Who is asking. */
    record Principal(ApiKeyId apiKeyId, Scope scope, EnvironmentMode mode) {}

    /** A list of environments. */
    record Environments(List<EnvironmentView> items) {
        public Environments {
            items = List.copyOf(items);
        }
    }
}
