@NullMarked
package io.tallybook.core.entitlement;

import org.jspecify.annotations.NullMarked;
