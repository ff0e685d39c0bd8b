@NullMarked
package io.tallybook.sagas.duework;

import org.jspecify.annotations.NullMarked;
