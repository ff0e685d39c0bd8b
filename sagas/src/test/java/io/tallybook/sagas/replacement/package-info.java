@NullMarked
package io.tallybook.sagas.replacement;

import org.jspecify.annotations.NullMarked;
