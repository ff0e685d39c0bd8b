/** Tenants, their environments with a clock each, and the keys that open them. */
@NullMarked
package io.tallybook.core.tenancy;

import org.jspecify.annotations.NullMarked;
