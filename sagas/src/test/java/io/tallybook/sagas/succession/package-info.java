@NullMarked
package io.tallybook.sagas.succession;

import org.jspecify.annotations.NullMarked;
