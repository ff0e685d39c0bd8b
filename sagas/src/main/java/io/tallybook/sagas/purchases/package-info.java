/** How credits that are bought by invoice are invoiced, and come in when that is paid. */
@NullMarked
package io.tallybook.sagas.purchases;

import org.jspecify.annotations.NullMarked;
