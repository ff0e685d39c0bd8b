/** What is seen of entitlements, and what all of a customer's come to. */
@NullMarked
package io.tallybook.query.entitlement;

import org.jspecify.annotations.NullMarked;
