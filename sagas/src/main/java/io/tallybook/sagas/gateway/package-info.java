/** The ways out to those who move money. */
@NullMarked
package io.tallybook.sagas.gateway;

import org.jspecify.annotations.NullMarked;
