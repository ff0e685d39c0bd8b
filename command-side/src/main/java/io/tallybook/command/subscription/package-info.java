/** What a customer has agreed to, and its periods. */
@NullMarked
package io.tallybook.command.subscription;

import org.jspecify.annotations.NullMarked;
