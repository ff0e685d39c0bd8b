/** How credit grants give, tried. */
@NullMarked
package io.tallybook.sagas.grants;

import org.jspecify.annotations.NullMarked;
