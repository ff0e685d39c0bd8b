/** The views of meters, features, plans and prices. */
@NullMarked
package io.tallybook.query.catalogue;

import org.jspecify.annotations.NullMarked;
