/** Users and roles of a tenant. */
@NullMarked
package io.tallybook.command.access;

import org.jspecify.annotations.NullMarked;
