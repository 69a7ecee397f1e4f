// « Tester la salle ».
import '../elements/room_check.js';
