@NullMarked
package io.tallybook.sagas.grouping;

import org.jspecify.annotations.NullMarked;
