/** The views of users and roles. */
@NullMarked
package io.tallybook.query.access;

import org.jspecify.annotations.NullMarked;
