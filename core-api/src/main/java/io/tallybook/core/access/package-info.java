/** Who may do what: people and machines of a tenant, their roles, and what a role allows. */
@NullMarked
package io.tallybook.core.access;

import org.jspecify.annotations.NullMarked;
