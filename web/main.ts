import './styles/tokens.css';
import './styles/shell.css';
import './styles/panel.css';
import './styles/door.css';
import './styles/banners.css';
import './shell.ts';
import { applyTheme } from './state/theme.ts';
import { base } from './ui/base.ts';

applyTheme();
// The shell and the forms before sign-in stand in the document, where password managers look.
if (base.styleSheet) document.adoptedStyleSheets.push(base.styleSheet);
