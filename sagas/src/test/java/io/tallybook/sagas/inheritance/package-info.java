@NullMarked
package io.tallybook.sagas.inheritance;

import org.jspecify.annotations.NullMarked;
