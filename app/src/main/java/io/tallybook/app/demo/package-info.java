/** A customer billed before your eyes, through the HTTP API alone. */
@NullMarked
package io.tallybook.app.demo;

import org.jspecify.annotations.NullMarked;
