@NullMarked
package io.tallybook.sagas.collection;

import org.jspecify.annotations.NullMarked;
