/** Views of alerts, their settings and their log. */
@NullMarked
package io.tallybook.query.alert;

import org.jspecify.annotations.NullMarked;
