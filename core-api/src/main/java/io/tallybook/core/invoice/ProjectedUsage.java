package io.tallybook.core.invoice;

import io.tallybook.core.usage.UsagePace;
import java.util.Map;

/**
 * What the open period of a subscription has come to, and what it will have come to at its end if
 * usage goes on as it was.
 *
 * @param soFar the invoice by the usage so far
 * @param atTheEnd the same invoice by the projected usage, with the same lines
 * @param methods how the usage of each line is carried on; of lines that are charged by usage
 */
public record ProjectedUsage(
        InvoiceView soFar, InvoiceView atTheEnd, Map<InvoiceLineId, UsagePace.Method> methods) {
    public ProjectedUsage {
        methods = Map.copyOf(methods);
    }
}
