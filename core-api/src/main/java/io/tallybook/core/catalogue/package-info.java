/** What is sold: meters, features, plans and prices. */
@NullMarked
package io.tallybook.core.catalogue;

import org.jspecify.annotations.NullMarked;
