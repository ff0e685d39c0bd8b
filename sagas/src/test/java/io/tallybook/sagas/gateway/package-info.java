@NullMarked
package io.tallybook.sagas.gateway;

import org.jspecify.annotations.NullMarked;
