/** Who has access: tenants, users, API keys, roles, logging in; and settings. */
@NullMarked
package io.tallybook.api.flexprice.access;

import org.jspecify.annotations.NullMarked;
