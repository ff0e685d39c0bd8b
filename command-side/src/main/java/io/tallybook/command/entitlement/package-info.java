/** What may be done with entitlements. */
@NullMarked
package io.tallybook.command.entitlement;

import org.jspecify.annotations.NullMarked;
