@NullMarked
package io.tallybook.sagas.plansync;

import org.jspecify.annotations.NullMarked;
