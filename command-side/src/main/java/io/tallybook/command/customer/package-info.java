/** Who is billed. */
@NullMarked
package io.tallybook.command.customer;

import org.jspecify.annotations.NullMarked;
