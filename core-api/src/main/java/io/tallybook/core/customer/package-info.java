/** Who is billed. */
@NullMarked
package io.tallybook.core.customer;

import org.jspecify.annotations.NullMarked;
