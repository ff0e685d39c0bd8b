@NullMarked
package io.tallybook.sagas.firstpayment;

import org.jspecify.annotations.NullMarked;
