package io.tallybook.api.auth;

import static java.util.Map.entry;

import io.tallybook.core.access.Permission;
import io.tallybook.core.access.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/**
 * Says of every route under {@code /v1} who may use it: the one place that does. The first part of
 * a path tells the kind of entity; reading is a GET, or a POST that ends in a word of {@link
 * #QUESTIONS}; everything else is writing. A new first part is declared here, or a test fails and
 * the route is closed to all but super admins.
 */
public final class AccessRules {

    private static final Map<String, Resource> RESOURCES =
            Map.ofEntries(
                    entry("addons", Resource.ADDON),
                    entry("alerts", Resource.ALERTSETTINGS),
                    entry("audit", Resource.AUDIT),
                    entry("checkout", Resource.CHECKOUTSESSION),
                    entry("clock", Resource.CLOCK),
                    entry("connections", Resource.CONNECTION),
                    entry("costs", Resource.COSTSHEET),
                    entry("coupons", Resource.COUPON),
                    entry("credit-grants", Resource.CREDITGRANT),
                    entry("creditgrants", Resource.CREDITGRANT),
                    entry("creditnotes", Resource.CREDITNOTE),
                    entry("customers", Resource.CUSTOMER),
                    entry("dashboard", Resource.DASHBOARD),
                    entry("entitlements", Resource.ENTITLEMENT),
                    entry("entity-integration-mappings", Resource.INTEGRATION),
                    entry("environments", Resource.ENVIRONMENT),
                    entry("events", Resource.EVENT),
                    entry("features", Resource.FEATURE),
                    entry("groups", Resource.GROUP),
                    entry("integrations", Resource.INTEGRATION),
                    entry("invoices", Resource.INVOICE),
                    entry("ledger", Resource.LEDGER),
                    entry("marketplace", Resource.INTEGRATION),
                    entry("meter-usage", Resource.EVENT),
                    entry("meters", Resource.METER),
                    entry("notices", Resource.WEBHOOK),
                    entry("payments", Resource.PAYMENT),
                    entry("plans", Resource.PLAN),
                    entry("prices", Resource.PRICE),
                    entry("pricing-plans", Resource.PLAN),
                    entry("rbac", Resource.RBAC),
                    entry("secrets", Resource.SECRET),
                    entry("settings", Resource.SETTING),
                    entry("subscription-schedules", Resource.SUBSCRIPTION),
                    entry("subscriptions", Resource.SUBSCRIPTION),
                    entry("tasks", Resource.TASK),
                    entry("taxes", Resource.TAX),
                    entry("tenant", Resource.TENANT),
                    entry("tenants", Resource.TENANT),
                    entry("usage", Resource.EVENT),
                    entry("usage-records", Resource.EVENT),
                    entry("users", Resource.USER),
                    entry("wallets", Resource.WALLET),
                    entry("webhooks", Resource.WEBHOOK),
                    entry("workflows", Resource.WORKFLOW));

    /** The last words of a POST that asks and changes nothing. */
    static final Set<String> QUESTIONS =
            Set.of(
                    "analytics",
                    "analytics-v2",
                    "check",
                    "detailed-analytics",
                    "huggingface-billing",
                    "huggingface-inference",
                    "lookup",
                    "meter",
                    "preview",
                    "query",
                    "recompute",
                    "search",
                    "usage");

    /** What belongs to the tenant and to none of its environments. */
    private static final Set<Resource> OF_TENANT =
            Set.of(Resource.ENVIRONMENT, Resource.RBAC, Resource.TENANT, Resource.USER);

    private AccessRules() {}

    /** The rule of a request; of a pattern of paths just so. */
    public static AccessRule of(HttpMethod method, String path) {
        List<String> parts = parts(path);
        if (parts.isEmpty()) {
            return new AccessRule.Undeclared();
        }
        String first = parts.getFirst();
        String last = parts.getLast();
        if (first.equals("auth")) {
            return parts.size() == 2 && (last.equals("signup") || last.equals("login"))
                    ? new AccessRule.Anybody()
                    : new AccessRule.Known();
        }
        Resource resource = RESOURCES.get(first);
        if (resource == null) {
            return new AccessRule.Undeclared();
        }
        if (resource == Resource.USER && parts.size() == 2 && last.equals("me")) {
            return new AccessRule.Known();
        }
        Permission permission =
                reads(method, last) ? Permission.read(resource) : Permission.write(resource);
        return onlyInPerson(method, resource, last)
                ? new AccessRule.PersonInCharge(permission)
                : new AccessRule.Needs(permission);
    }

    /** Whether a path is about the tenant, so that a person need not choose an environment. */
    static boolean isOfTenant(String path) {
        List<String> parts = parts(path);
        if (parts.isEmpty()) {
            return false;
        }
        Resource resource = RESOURCES.get(parts.getFirst());
        return parts.getFirst().equals("auth")
                || (resource != null && OF_TENANT.contains(resource));
    }

    private static boolean reads(HttpMethod method, String last) {
        return method.equals(HttpMethod.GET)
                || method.equals(HttpMethod.HEAD)
                || method.equals(HttpMethod.OPTIONS)
                || (method.equals(HttpMethod.POST) && QUESTIONS.contains(last));
    }

    private static boolean onlyInPerson(HttpMethod method, Resource resource, String last) {
        return (resource == Resource.SETTING && !reads(method, last))
                || (resource == Resource.USER && (last.equals("roles") || last.equals("password")));
    }

    // As the matching of routes reads a path: decoded, and without parameters behind semicolons.
    // Clients of old send the version twice.
    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (PathContainer.Element element : PathContainer.parsePath(path).elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                parts.add(segment.valueToMatch());
            }
        }
        while (!parts.isEmpty() && parts.getFirst().equals("v1")) {
            parts.removeFirst();
        }
        return parts;
    }
}
