@NullMarked
package io.tallybook.sagas.alerting;

import org.jspecify.annotations.NullMarked;
