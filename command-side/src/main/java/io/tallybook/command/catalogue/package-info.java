/** What is sold: meters, features, plans and prices. */
@NullMarked
package io.tallybook.command.catalogue;

import org.jspecify.annotations.NullMarked;
